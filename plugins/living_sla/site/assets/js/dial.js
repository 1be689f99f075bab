/* The dial: past periods judged again by another limit and target. Without this script the agreed ones stand as written. */
(() => {
  const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`
  const turn = (dial) => {
    const controls = dial.querySelector(".sla-dial-turn")
    if (!controls.hidden) return
    const [limit, target] = controls.querySelectorAll("input")
    const said = controls.querySelector(".sla-dial-name")
    const names = [...controls.querySelectorAll("li")].map((item) => item.textContent)
    const answer = dial.querySelector(".sla-dial-answer")
    const rows = dial.querySelector("table").tBodies[0].rows
    const most = dial.dataset.most === "1"
    const periods = dial.dataset.slaDial.split(" ").map((period) => period.split(",").map((cell) => cell.split("/").map(Number)))
    const judge = () => {
      const at = Number(limit.value)
      const wanted = Number(target.value)
      if (!(wanted > 0 && wanted <= 100)) return
      const name = names[at]
      said.textContent = name
      limit.setAttribute("aria-valuetext", name)
      let kept = 0
      let unclear = 0
      periods.forEach(([[total], ...within], row) => {
        const counts = within[at]
        const low = counts[0] / total
        const high = counts[counts.length - 1] / total
        /* In whole records: 19 of 20 are 95 %, whatever a fraction of two makes of it. */
        const keeps = (count) => (most ? count * 100 <= wanted * total : count * 100 >= wanted * total)
        const [first, last] = [keeps(counts[0]), keeps(counts[counts.length - 1])]
        const word = first !== last ? "cannot be told" : first ? "kept" : "not kept"
        kept += word === "kept"
        unclear += word === "cannot be told"
        const cells = rows[row].cells
        cells[1].textContent = low === high ? percent(low) : `${percent(low)} to ${percent(high)}`
        cells[2].textContent = word
      })
      const open = unclear ? `; of ${unclear} it cannot be told` : ""
      answer.textContent = `Limit ${name}, target at ${most ? "most" : "least"} ${wanted}\u00a0%: ${kept} of ${periods.length} periods kept it${open}.`
    }
    limit.addEventListener("input", judge)
    target.addEventListener("input", judge)
    controls.hidden = false
    dial.querySelector(".sla-dial-off").hidden = true
    judge()
  }
  const prepare = () => document.querySelectorAll("[data-sla-dial]").forEach(turn)
  if (typeof document$ !== "undefined") document$.subscribe(prepare)
  else if (document.readyState !== "loading") prepare()
  else document.addEventListener("DOMContentLoaded", prepare)
})()
