import { formatAgo, formatMoment } from './formatDate.ts'

/** How long ago it was; the exact moment on hover. `at` is ISO 8601. */
export function Moment(props: { at: string }) {
  return (
    <time dateTime={props.at} title={formatMoment(props.at)}>
      {formatAgo(props.at, Date.now())}
    </time>
  )
}
