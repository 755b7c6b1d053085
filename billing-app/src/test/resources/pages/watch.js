// Runs before each page: what moved although nobody asked, and what the page's own policy forbade.
window.watched = { shifts: [], violations: [] };
const moved = ({ node, previousRect, currentRect }) =>
  `${node?.nodeName}.${node?.className} from ${JSON.stringify(previousRect)} to ${JSON.stringify(currentRect)}`;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) window.watched.shifts.push(`${entry.value}: ${entry.sources.map(moved)}`);
  }
}).observe({ type: "layout-shift", buffered: true });
document.addEventListener("securitypolicyviolation", (event) => {
  window.watched.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
