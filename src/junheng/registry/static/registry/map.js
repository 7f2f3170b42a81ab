// The map of schools: outlines of townships, villages as small points, schools as spots; the list beside finds each of them.
(() => {
  const place = document.getElementById('map');
  const drawing = JSON.parse(document.getElementById('drawing').textContent);
  const map = L.map(place, { attributionControl: false, zoomSnap: 0.25, keyboard: true });
  const spots = new Map(), all = [];

  for (const township of drawing.townships) {
    if (township.corners.length > 2) {
      L.polygon(township.corners, { className: 'township', interactive: false, smoothFactor: 0 }).addTo(map);
      const north = township.corners.reduce((one, other) => (other[0] > one[0] ? other : one));
      L.tooltip({ permanent: true, direction: 'top', className: 'township-name', offset: [0, 6] }).setLatLng(north).setContent(document.createTextNode(township.name)).addTo(map);
    }
    all.push(...township.corners);
    for (const [name, latitude, longitude] of township.villages) {
      L.circleMarker([latitude, longitude], { radius: 2, className: 'village' }).addTo(map).bindTooltip(name);
    }
  }
  for (const school of drawing.schools) {
    const said = document.createElement('div'), link = document.createElement('a');
    link.href = school.href;
    link.textContent = school.name;
    said.append(link, document.createElement('br'), `${school.word}　${school.pupils.toLocaleString()} ${place.dataset.pupils}`);
    const spot = L.circleMarker(school.at, { radius: 4 + Math.sqrt(school.pupils) / 8, className: `k-${school.kind}` });
    spot.addTo(map).bindTooltip(school.name).bindPopup(said);
    spots.set(String(school.id), spot);
    all.push(school.at);
  }
  const wanted = drawing.schools.length ? drawing.schools.map((school) => school.at) : all;
  if (wanted.length) map.fitBounds(L.latLngBounds(wanted).pad(0.12), { animate: false, maxZoom: 15 });
  else map.setView([0, 0], 2);

  const point = (event) => {
    const spot = spots.get(event.target.dataset?.spot);
    if (spot) spot.openTooltip();
  };
  const leave = (event) => spots.get(event.target.dataset?.spot)?.closeTooltip();
  const list = document.querySelector('.atlas ul');
  list.addEventListener('focusin', point);
  list.addEventListener('mouseover', point);
  list.addEventListener('focusout', leave);
  list.addEventListener('mouseout', leave);
})();
