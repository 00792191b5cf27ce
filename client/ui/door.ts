/** The state of the picture of the door on each page. Unknown paths show a wall without a door (`missing`). */
const STATES: Readonly<Record<string, string>> = {
  '/reminder': 'note',
  '/account': 'open',
  '/confirm': 'note',
  '/goodbye': 'night',
  '/desk': 'desk',
}

/** Shows the picture for the page at this path. It is a decoration: the page says everything in words, too. */
export function showDoorOf(path: string): void {
  const page = path.replace(/^(\/desk)\/.*/, '$1').replace(/(.)\/+$/, '$1')
  showDoor(STATES[page] ?? 'missing')
}

/** Shows the picture in this state, which style/door.css draws. */
export function showDoor(state: string): void {
  document.querySelector('.shell')?.setAttribute('data-door', state)
}
