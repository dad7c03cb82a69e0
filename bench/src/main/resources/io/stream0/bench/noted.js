// What the bench has noted in a page, from before its own scripts run: when its buttons could be
// pressed, and when each line of the monitor was on screen.
(() => {
  /** The clock of the machine, in milliseconds: senders have the same. */
  const clock = () => performance.timeOrigin + performance.now();

  const noted = { clock, usable: 0, lines: [], unseen: 0, hidden: 0 };
  window.noted = noted;

  // What changes within a frame is painted with it, anything else with the next.
  let isWithin = false;
  const frame = window.requestAnimationFrame.bind(window);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => (isWithin = false);
  window.requestAnimationFrame = (callback) =>
    frame((time) => {
      isWithin = true;
      port2.postMessage(null);
      callback(time);
    });

  /** Calls back when the frame that has what was changed now is done: at the beginning of the next. */
  const painted = (then) => (isWithin ? frame(then) : frame(() => frame(then)));

  const wanted = ["#credentials button", "#commands li:nth-child(3) .tools button:last-child", "#play"];
  const isUsable = () => wanted.every((css) => document.querySelector(css)?.disabled === false);
  let isAwaited = true;

  new MutationObserver((changes) => {
    if (isAwaited && isUsable()) {
      isAwaited = false;
      painted(() => (noted.usable = performance.now()));
    }
    const rows = changes
      .flatMap(({ addedNodes }) => [...addedNodes])
      .filter((node) => node.classList?.contains("said"));
    if (rows.length > 0) painted(() => note(rows));
  }).observe(document, { childList: true, subtree: true });

  function note(rows) {
    const at = clock();
    const there = rows.filter((row) => row.isConnected);
    // One that came and went before it was painted, nobody could see.
    noted.unseen += rows.length - there.length;
    for (const row of there) noted.lines.push([key(row), at]);
    const list = document.querySelector(".lines");
    const newest = list.lastElementChild.getBoundingClientRect();
    const seen = list.getBoundingClientRect();
    if (newest.bottom > seen.bottom + 1 || newest.top < seen.top) noted.hidden++;
  }

  /** Its thread, and its number in what it says. */
  function key(row) {
    const thread = row.querySelector("a").getAttribute("href").split("/").at(-1);
    return `${thread}#${/(\d+)}$/.exec(row.querySelector(".words").textContent)?.[1]}`;
  }

  /** Of the load of this page: milliseconds since it was asked for, and bytes. */
  noted.load = () => {
    const [page] = performance.getEntriesByType("navigation");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    if (!noted.usable || !paint || !page.loadEventEnd) return [];
    const sizes = [page, ...performance.getEntriesByType("resource")].map((entry) => entry.transferSize);
    return [
      Math.max(noted.usable, paint.startTime, page.domContentLoadedEventEnd),
      paint.startTime,
      page.loadEventEnd,
      sizes.reduce((sum, size) => sum + size, 0),
    ];
  };
})();
