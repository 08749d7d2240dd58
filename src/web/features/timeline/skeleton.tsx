/** The shape of what will be here; it only shows when the wait is long enough to be noticed. */
export function Skeleton() {
  return (
    <div class="skeleton" aria-hidden="true">
      {[64, 38, 82, 51, 70, 44].map(width => (
        <div class="skeleton-line" key={width} style={{ '--width': `${width}%` }}>
          <i />
          <b />
        </div>
      ))}
    </div>
  )
}
