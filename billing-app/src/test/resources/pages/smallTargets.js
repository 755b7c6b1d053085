// What can be pressed and is smaller than 44 px one way or the other (WCAG 2.5.5). Links within sentences are exempt.
() => {
  const small = [];
  for (const one of document.querySelectorAll("button, a.button, input:not([type=hidden]), select, .segments label")) {
    if (one.type === "radio" || !one.checkVisibility()) continue;
    const { width, height } = one.getBoundingClientRect();
    if (Math.round(width) < 44 || Math.round(height) < 44) small.push(`${one.outerHTML.slice(0, 120)} ${width}x${height}`);
  }
  return small;
}
