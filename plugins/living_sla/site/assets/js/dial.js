/* The dial: past periods by another limit and target. */
(() => {
  /* As percentages are spelled everywhere, and in whole numbers: 19 of 20 are 95 %. */
  const side = (count, total, edge) => Math.sign(count * 1e6 - edge * total)
  const percent = (count, total, edges) => {
    for (let digits = 1; ; digits += 1) {
      const step = 10 ** (4 - digits)
      const near = Math.floor((count * 1e6) / (step * total) + 0.5) * step
      const apart = edges.every((edge) => Math.sign(near - edge) === side(count, total, edge))
      if (apart || digits > 3) return `${(near / 1e4).toFixed(digits)}\u00a0%`
    }
  }
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
        const [low, high] = [counts[0], counts[counts.length - 1]]
        const edge = Math.round(wanted * 1e4)
        const keeps = (count) => (most ? side(count, total, edge) <= 0 : side(count, total, edge) >= 0)
        const told = (count) => percent(count, total, [0, 1e6, edge])
        const [first, last] = [keeps(low), keeps(high)]
        const word = first !== last ? "cannot be told" : first ? "kept" : "not kept"
        kept += word === "kept"
        unclear += word === "cannot be told"
        const cells = rows[row].cells
        cells[1].textContent = low === high ? told(low) : `${told(low)} to ${told(high)}`
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
