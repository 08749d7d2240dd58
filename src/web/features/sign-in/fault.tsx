/** What is wrong, said aloud when it comes; its place is kept while there is nothing. */
export function Fault({ words }: { words: string | null }) {
  return (
    <p class="field-note sign-in-fault" role="status" data-error={words !== null}>
      {words !== null && <span key={words}>{words}</span>}
    </p>
  )
}
