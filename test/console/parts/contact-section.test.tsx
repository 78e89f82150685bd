import { expect, test } from 'vitest';
import { ContactSection } from '../../../clients/console/features/contacts/contact-section.tsx';
import { draw } from './draw.tsx';

const stranger = { id: 'c1', name: '#4711', givenName: null, email: null, phone: null, notes: null, chats: 1, identities: [], merges: [], mergedNotes: [], optedOutAt: null, lastAt: null, createdAt: 1, at: { account: 'w', contact: 'c1' } };
const drawn = (contact: object): string => draw(<ContactSection conversation="x" own={null} />, [[['contact', 'of', 'x'], contact]]).html;

test('no heading stands over nothing: of a stranger there is the way to the contact alone', () => {
  expect(drawn(stranger)).toContain('/contacts/c1');
  expect(drawn(stranger)).not.toContain('About');
  expect(drawn({ ...stranger, email: 'anna@example.com' })).toContain('About');
});

test('an e-mail is written to where agents write theirs; nothing in it is more than an address', () => {
  expect(drawn({ ...stranger, email: 'anna?bcc=b@example.com' })).toContain('href="mailto:anna%3Fbcc%3Db%40example.com"');
});
