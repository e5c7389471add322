'use strict';
(function () {
  var box = function (element) { return element.getBoundingClientRect(); };
  var isVisible = function (element) { return element !== null && element.getClientRects().length > 0; };
  var marks = Array.from(document.querySelectorAll('.timeline [data-instant]')).map(function (mark) {
    var place = box(mark);
    return {
      style: mark.getAttribute('class'), instant: mark.getAttribute('data-instant'),
      middle: place.left + place.width / 2, isVisible: isVisible(mark)
    };
  });
  var texts = Array.from(document.querySelectorAll('.timeline text')).filter(isVisible).map(function (text) {
    var place = box(text);
    return {
      style: text.getAttribute('class'), text: text.textContent, left: place.left, right: place.right,
      middle: place.left + place.width / 2
    };
  });
  var todays = Array.from(document.querySelectorAll('.timeline path.today')).filter(isVisible).map(function (line) {
    var style = getComputedStyle(line);
    return { height: box(line).height, width: parseFloat(style.strokeWidth), colour: style.stroke };
  });
  var names = function () {
    return Array.from(document.querySelectorAll('#groups-table tbody th')).map(function (cell) { return cell.textContent; });
  };
  var filter = document.querySelector('#machines-table').previousElementSibling.querySelector('input');
  var seen = {
    width: window.innerWidth, contentWidth: document.documentElement.scrollWidth, marks: marks, texts: texts, todays: todays,
    headings: Array.from(document.querySelectorAll('h1, h2')).map(function (head) { return head.textContent; }),
    isFilterVisible: isVisible(filter), isWideVisible: isVisible(document.querySelector('.wide')),
    isNarrowVisible: isVisible(document.querySelector('.narrow')),
    background: getComputedStyle(document.body).backgroundColor,
    smallestText: Math.min.apply(null, Array.from(document.querySelectorAll('body *')).filter(function (element) {
      return isVisible(element) && element.children.length === 0 && element.textContent.trim() !== '';
    }).map(function (element) {
      var scale = element.ownerSVGElement ? element.getScreenCTM().a : 1;
      return parseFloat(getComputedStyle(element).fontSize) * scale;
    }))
  };
  var head = Array.from(document.querySelectorAll('#groups-table thead th')).find(function (cell) {
    return cell.textContent.trim() === 'Pending';
  });
  if (head.querySelector('button')) { head.querySelector('button').click(); }
  seen.sortedNames = names();
  filter.value = 'PendingNewKey';
  filter.dispatchEvent(new Event('input'));
  seen.shownRows = Array.from(document.querySelectorAll('#machines-table tbody tr')).filter(isVisible).length;
  var result = document.createElement('pre');
  result.id = 'seen';
  result.textContent = JSON.stringify(seen);
  document.body.appendChild(result);
})();
