import { describe, expect, it } from 'vitest'
import { people } from './people.ts'

describe('the ready people', () => {
  it('differ in key, id and username', () => {
    const values = [
      people.map(({ key }) => key),
      people.flatMap(({ github }) => (github ? [github.id] : [])),
      people.flatMap(({ github }) => (github ? [github.login] : [])),
      people.flatMap(({ x }) => (x ? [x.id] : [])),
      people.flatMap(({ x }) => (x ? [x.username] : [])),
    ]
    for (const list of values) expect(new Set<string | number>(list).size).toBe(list.length)
  })

  it('have usernames and names that GitHub and X allow', () => {
    for (const { name, github, x } of people) {
      if (github) expect(github.login).toMatch(/^(?!-)[a-z\d-]{1,39}(?<!-)$/i)
      if (x)
        expect(x).toMatchObject({
          username: expect.stringMatching(/^\w{1,15}$/),
          id: expect.stringMatching(/^\d+$/),
        })
      // X allows 50 characters.
      expect([...name].length).toBeLessThanOrEqual(50)
    }
  })

  it('have addresses at example.org only, which receives no mail', () => {
    const addresses = people.flatMap(({ github, x }) => [
      ...(github?.emails ?? []).map(({ email }) => email),
      x?.email ?? [],
    ])
    for (const address of addresses.flat())
      expect(address).toMatch(/@example\.org$|@users\.noreply\.github\.com$/)
  })

  it('have one primary address at GitHub', () => {
    for (const { github } of people) {
      if (github) expect(github.emails.filter(({ primary }) => primary)).toHaveLength(1)
    }
  })

  it('cover every kind of address that a site must tell apart', () => {
    const has = (test: (person: (typeof people)[number]) => unknown) => expect(people.some(test)).toBe(true)
    has(({ github, x }) => github && x && github.emails[0]?.email === x.email)
    has(({ github, x }) => github && x && github.emails[0]?.email !== x.email)
    has(({ github }) => github?.emails.every(({ verified }) => !verified))
    has(({ github }) => github?.emails.some(({ primary, verified }) => verified && !primary))
    has(({ github, x }) => !github && x?.email)
    has(({ x }) => x?.isEmailConfirmed === false)
    has(({ github, x }) => github?.login.length === 39 && !x)
  })
})
