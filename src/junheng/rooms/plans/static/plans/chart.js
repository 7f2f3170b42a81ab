// The course of each measure: measured solid with points, path dashed, projection dotted to a hollow end, limit solid; the gap drawn and named.
(() => {
  const style = getComputedStyle(document.documentElement);
  const c = (name) => style.getPropertyValue(name).trim();
  const all = JSON.parse(document.getElementById('series').textContent);
  const said = (text, position, colour, more = {}) => ({ show: true, formatter: text, position, color: colour, fontSize: 12, fontWeight: 600, ...more });
  const bare = (coord, label) => ({ coord, symbol: 'circle', symbolSize: 0.1, label });
  const DAY = 86400000;

  function options(s, narrow) {
    const at = (p) => [p[0], p[1]];
    const measured = s.baseline && !s.measured.some((p) => p[0] === s.baseline[0]) ? [s.baseline, ...s.measured] : s.measured;
    const last = measured[measured.length - 1];
    const heights = [...measured, ...s.path, ...(s.projection ? [s.projection] : [])].map((p) => p[1]).concat(s.goal === null ? [] : [s.goal]);
    const span = Math.max(...heights) - Math.min(...heights) || 1;
    const series = [];
    if (s.path.length > 1) {
      const [a, b] = s.path, third = 0.4;
      const day = new Date(+new Date(a[0]) + (new Date(b[0]) - new Date(a[0])) * third).toISOString().slice(0, 10);
      series.push({ name: 'path', type: 'line', data: s.path.map(at), symbol: 'none', lineStyle: { color: c('--ink-3'), width: 1.5, type: [6, 4] },
        markPoint: { silent: true, data: [bare([day, a[1] + (b[1] - a[1]) * third], said(s.words.path, s.downwards ? 'bottom' : 'top', c('--ink-2'), { fontWeight: 400 }))] } });
    }
    const lines = [{ xAxis: s.today, lineStyle: { color: c('--ink-3'), type: 'solid', width: 1 }, label: said(s.words.today, 'end', c('--ink-2'), { fontWeight: 400 }) }];
    if (s.goal !== null) lines.push({ yAxis: s.goal, lineStyle: { color: c('--ink'), width: 1.5, type: 'solid' },
      label: said(narrow ? s.goal_words : `${s.words.goal}\n${s.goal_words}`, narrow ? 'insideStartTop' : 'end', c('--ink'), { align: 'left' }) });
    series.push({ name: 'measured', type: 'line', data: measured.map((p, i) => ({ value: at(p), label: { formatter: p[2], position: s.gap && !s.downwards && i === measured.length - 1 ? 'bottom' : 'top', show: !narrow || i === 0 || i === measured.length - 1 || measured.length < 5 } })),
      symbol: 'circle', symbolSize: 8, itemStyle: { color: c('--accent') }, lineStyle: { color: c('--accent'), width: 2.5 }, label: { show: true, color: c('--ink'), fontSize: 12 },
      markLine: { silent: true, symbol: 'none', animation: false, data: lines } });
    if (s.projection && +new Date(s.projection[0]) - +new Date(last[0]) > DAY) {
      const near = s.goal !== null && Math.abs(s.projection[1] - s.goal) < span * 0.16;
      const offset = near ? [0, s.projection[1] >= s.goal ? -18 : 18] : [0, 0];
      series.push({ name: 'projection', type: 'line', data: [at(last), at(s.projection)], symbol: 'none', lineStyle: { color: c('--accent'), width: 2.5, type: [2, 4] },
        markPoint: { silent: true, symbol: 'emptyCircle', symbolSize: 9, itemStyle: { color: c('--accent') }, data: [{ coord: at(s.projection), label: said(narrow ? s.projection[2] : `${s.words.projection}\n${s.projection[2]}`, narrow ? 'top' : 'right', c('--accent'), { align: narrow ? 'right' : 'left', offset: narrow ? [6, 0] : offset, textBorderColor: '#fff', textBorderWidth: 3 }) }] } });
    }
    if (s.gap) series.push({ name: 'gap', type: 'line', data: [at(last), at(s.gap)], symbol: 'none', lineStyle: { color: c('--behind'), width: 3, type: 'solid' },
      markPoint: { silent: true, data: [bare(at(s.gap), said(s.gap[2], s.downwards ? 'bottom' : 'top', c('--behind'), { textBorderColor: '#fff', textBorderWidth: 3 }))] } });
    return { animation: false, textStyle: { fontFamily: c('--sans'), fontSize: 12, color: c('--ink-2') }, grid: { left: narrow ? 44 : 64, right: narrow ? 22 : 108, top: 34, bottom: 30 },
      xAxis: { type: 'time', max: (range) => Math.max(range.max, +new Date(s.today)), axisLine: { lineStyle: { color: c('--line-2') } }, axisTick: { show: false }, axisLabel: { color: c('--ink-2'), formatter: (v) => { const d = new Date(v), month = d.getMonth() + 1; return d.getDate() > 1 && month > 1 ? '' : month === 1 ? `${d.getFullYear()}-1` : String(month); }, hideOverlap: true } },
      yAxis: { type: 'value', scale: true, boundaryGap: [0, '12%'], axisLabel: { color: c('--ink-2'), formatter: (v) => (s.places > 1 ? v.toFixed(2) : v.toLocaleString('en')) }, splitLine: { lineStyle: { color: '#e9edef' } } }, series };
  }

  document.querySelectorAll('[data-chart]').forEach((box, index) => {
    const chart = echarts.init(box, null, { renderer: 'svg' });
    const draw = () => chart.setOption(options(all[index], box.clientWidth < 560), true);
    draw();
    addEventListener('resize', () => { chart.resize(); draw(); });
  });
})();
