import { formatAgo, formatMoment } from './formatDate.ts'

/** Shows how long ago a moment is; the exact moment is shown on hover. `at` is ISO 8601. */
export function Moment(props: { at: string }) {
  return (
    <time dateTime={props.at} title={formatMoment(props.at)}>
      {formatAgo(props.at, Date.now())}
    </time>
  )
}
