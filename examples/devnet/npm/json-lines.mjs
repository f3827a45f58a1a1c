// A reporter for programs: a line of JSON for each test, `{name, skipped?, failure?}`.

import { inspect } from 'node:util';

const OF_ITS_TESTS = 'subtestsFailed';

export default async function* jsonLines(events) {
  const names = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') {
      names[data.nesting] = data.name;
    } else if (type === 'test:pass' || type === 'test:fail') {
      const error = data.details.error;
      const isSuite = data.details.type === 'suite';
      if (isSuite && (!error || error.failureType === OF_ITS_TESTS)) {
        continue;
      }
      const name = [...names.slice(0, data.nesting), data.name].join(' ');
      const skipped = data.skip === undefined ? undefined : String(data.skip);
      yield `${JSON.stringify({ name, skipped, failure: error && inspect(error.cause ?? error) })}\n`;
    }
  }
}
