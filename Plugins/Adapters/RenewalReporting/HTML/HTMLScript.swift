/// The script of the page. It adds sorting and filtering; without it everything can be read. It has none of the
/// characters that XML would ask to be escaped.
enum HTMLScript {
    static let text = """
        'use strict';
        document.querySelectorAll('table').forEach(function (table) {
          var body = table.tBodies[0];
          var heads = Array.from(table.tHead.rows[0].cells);
          var key = function (row, column) {
            var cell = row.cells[column];
            var number = cell.getAttribute('data-key');
            return number === null ? cell.textContent.trim() : Number(number);
          };
          var isNone = function (value) { return value === '–'; };
          var compare = function (a, b) {
            if (typeof a === 'number') { if (typeof b === 'number') { return a - b; } }
            return String(a).localeCompare(String(b), undefined, { numeric: true });
          };
          heads.forEach(function (head, column) {
            var button = document.createElement('button');
            button.type = 'button';
            button.textContent = head.textContent;
            head.textContent = '';
            head.appendChild(button);
            button.addEventListener('click', function () {
              var descends = head.getAttribute('aria-sort') === 'ascending';
              heads.forEach(function (other) { other.removeAttribute('aria-sort'); });
              head.setAttribute('aria-sort', descends ? 'descending' : 'ascending');
              Array.from(body.rows).map(function (row) { return { row: row, key: key(row, column) }; })
                .sort(function (a, b) {
                  if (isNone(a.key) || isNone(b.key)) { return Number(isNone(a.key)) - Number(isNone(b.key)); }
                  return descends ? compare(b.key, a.key) : compare(a.key, b.key);
                })
                .forEach(function (entry) { body.appendChild(entry.row); });
            });
          });
        });
        document.querySelectorAll('.tools').forEach(function (tools) {
          tools.hidden = false;
          var input = tools.querySelector('input');
          var status = tools.querySelector('span');
          var rows = Array.from(document.getElementById(input.getAttribute('data-table')).tBodies[0].rows);
          input.addEventListener('input', function () {
            var wanted = input.value.trim().toLocaleLowerCase();
            var shown = 0;
            rows.forEach(function (row) {
              row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
              shown += row.hidden ? 0 : 1;
            });
            status.textContent = wanted ? shown + ' of ' + rows.length : '';
          });
        });

        """
}
