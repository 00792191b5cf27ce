/** What the picture of the door tells on each page; other addresses have a wall without a door. */
const STATES: Readonly<Record<string, string>> = {
  '/reminder': 'note',
  '/account': 'open',
  '/confirm': 'note',
  '/goodbye': 'night',
  '/desk': 'desk',
}

/** Has the picture fit the page at this path. It only decorates: the page says everything in words too. */
export function showDoorOf(path: string): void {
  const page = path.replace(/^(\/desk)\/.*/, '$1').replace(/(.)\/+$/, '$1')
  showDoor(STATES[page] ?? 'missing')
}

/** Has the picture show this state; style/door.css draws it. */
export function showDoor(state: string): void {
  document.querySelector('.shell')?.setAttribute('data-door', state)
}
