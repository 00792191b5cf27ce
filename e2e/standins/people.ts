/** A person with accounts at the stand-ins. */
export interface Person {
  /** Identifies the person in tests and in the pages' URLs. */
  key: string
  name: string
  /** The case that this person covers; the consent page shows it. */
  note: string
  github?: {
    id: number
    login: string
    emails: { email: string; primary: boolean; verified: boolean }[]
  }
  x?: {
    id: string
    username: string
    /** Null: the person gave X no address. */
    email: string | null
    /** X hides an address until its owner has confirmed it. Default: true. */
    isEmailConfirmed?: boolean
  }
}

const only = (email: string, verified = true) => [{ email, primary: true, verified }]

/** The ready people: two ordinary ones, and six that cover unusual names and addresses. */
export const people: Person[] = [
  {
    key: 'ada',
    name: 'Ada Lovelace',
    note: 'has an address at each',
    github: { id: 1815, login: 'ada', emails: only('ada@example.org') },
    x: { id: '18151210', username: 'ada_lovelace', email: 'ada.lovelace@example.org' },
  },
  {
    key: 'margaret',
    name: 'Margaret Hamilton',
    note: 'has the same address at both',
    github: { id: 1969, login: 'mhamilton', emails: only('margaret@example.org') },
    x: { id: '19690720', username: 'margaret', email: 'margaret@example.org' },
  },
  {
    key: 'grace',
    name: 'Grace Hopper',
    note: 'shows no address anywhere',
    github: { id: 1906, login: 'grace', emails: only('1906+grace@users.noreply.github.com') },
    x: { id: '19061209', username: 'gracehopper', email: null },
  },
  {
    key: 'linus',
    name: 'Linus Unverified',
    note: 'never confirmed the address',
    github: { id: 1991, login: 'linus', emails: only('linus@example.org', false) },
  },
  {
    key: 'katherine',
    name: '수학자 Katherine Johnson 🚀',
    note: 'has several addresses, the primary one unconfirmed',
    github: {
      id: 1918,
      login: 'k'.repeat(39),
      emails: [
        { email: 'old@example.org', primary: true, verified: false },
        { email: 'katherine@example.org', primary: false, verified: true },
      ],
    },
    x: { id: '19180826', username: 'katherine_j', email: null },
  },
  {
    key: 'dorothy',
    name: 'Dorothy “Fortran” Vaughan 👩🏽‍💻 <b>Zürich</b> & 東京',
    note: 'is on X only, with a name that wants escaping',
    x: { id: '19100920123456789', username: 'dorothy_vaughan', email: 'dorothy@example.org' },
  },
  {
    key: 'barbara',
    name: 'Barbara Liskov',
    note: 'is on GitHub only, with the longest of usernames',
    github: {
      id: 1939,
      login: 'barbara-liskov-of-substitutable-subtype',
      emails: only('barbara@example.org'),
    },
  },
  {
    key: 'mallory',
    name: 'Mallory',
    note: 'claims Ada’s address, unconfirmed',
    github: { id: 666, login: 'Ada', emails: only('ada@example.org', false) },
    x: { id: '6660', username: 'mallory', email: 'ada.lovelace@example.org', isEmailConfirmed: false },
  },
]
