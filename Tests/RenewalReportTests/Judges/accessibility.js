'use strict';
(function () {
  // What the browser tells a screen reader: roles and names as it computed them.
  var nodes = Array.from(document.querySelectorAll('main, section, h1, h2, svg, table, thead th, tbody th, tbody td, input, button'));
  var seen = nodes.filter(function (node) { return node.getClientRects().length > 0; }).map(function (node) {
    return { element: node.localName, role: node.computedRole || '', name: node.computedName || '' };
  });
  var result = document.createElement('pre');
  result.id = 'seen';
  result.textContent = JSON.stringify({ language: document.documentElement.lang, title: document.title, nodes: seen });
  document.body.appendChild(result);
})();
