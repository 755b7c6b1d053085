// What would move for a reader who asked for less of it.
() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  const long = (list) => list.split(",").some((time) => parseFloat(time) > 0.01);
  return style.animationName !== "none" && long(style.animationDuration) || long(style.transitionDuration);
}).map((one) => one.outerHTML.slice(0, 120))
