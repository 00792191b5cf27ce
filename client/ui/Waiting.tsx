/** Stands where a page will be, in about its size. */
export function Waiting() {
  return (
    <div class="page" role="status">
      <span class="visually-hidden">Loading…</span>
      <div class="bone bone-title" />
      <div class="bone" />
      <div class="bone bone-way" />
      <div class="bone bone-way" />
    </div>
  )
}
