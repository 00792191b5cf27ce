/** What the door tells on each page; the wall has no door where there is no page. */
const STATES: Record<string, string> = {
  '/': 'closed',
  '/reminder': 'note',
  '/account': 'open',
  '/confirm': 'note',
  '/goodbye': 'night',
}

/** The picture beside every page. It only decorates: whatever it tells is told in words too. */
export function Door(props: { path: string }) {
  return (
    <div class="wall" data-door={STATES[props.path.replace(/(.)\/+$/, '$1')] ?? 'missing'} aria-hidden="true">
      <div class="lamp" />
      <div class="doorway">
        <div class="room" />
        <div class="leaf">
          <div class="panel" />
          <div class="panel" />
          <div class="knob" />
        </div>
      </div>
      <div class="note" />
      <div class="beam" />
    </div>
  )
}
