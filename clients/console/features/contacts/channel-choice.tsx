import { Menu } from '@mantine/core';
import { useState } from 'react';
import type { ContactIdentity, ContactOfChat } from '#wire/api.ts';
import { Icon } from '../../app/icon.tsx';
import { BeginDialog } from './begin-dialog.tsx';
import { ChannelIcon } from './channel-icon.tsx';
import { useContactOf } from './contacts-api.ts';
import classes from './channel-choice.module.css';
import { useContactTexts } from './texts/use-contact-texts.ts';

interface ChannelChoiceProps {
  readonly conversation: string;
  /** The words in the field. */
  readonly text: string;
  /** They were said elsewhere. */
  readonly onSent: () => void;
}

/** Says where the words go, and takes them to another channel of the same person. Nothing where there is one only. */
export function ChannelChoice({ conversation, onSent, text }: ChannelChoiceProps) {
  const words = useContactTexts();
  const { data: contact } = useContactOf(conversation);
  const [to, setTo] = useState<ContactIdentity | null>(null);
  if (contact === undefined || contact.identities.length < 2) return null;
  const here = contact.identities.find((identity) => isAt(identity, contact.at));
  return (
    <>
      <Menu position="top-start" width={240} shadow="md">
        <Menu.Target>
          <button type="button" className={classes.goes} aria-label={words.goesBy(here?.channel ?? words.web)}>
            {here === undefined ? null : <ChannelIcon icon={here.channelIcon} size={14} />}{here?.channel ?? words.web}<Icon name="chevronDown" size={12} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {contact.identities.map((identity) => (
            <Menu.Item
              key={`${identity.account} ${identity.externalId}`} leftSection={<ChannelIcon icon={identity.channelIcon} size={14} />} disabled={identity === here}
              rightSection={identity === here ? <Icon name="check" size={14} /> : null} onClick={() => setTo(identity)}
            >
              {identity.channel}{identity === here ? ` · ${words.here}` : ''}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <BeginDialog contact={contact} from={{ conversation, account: contact.at.account, text }} to={to ?? undefined} opened={to !== null} onClose={() => setTo(null)} onSent={onSent} />
    </>
  );
}

const isAt = (identity: ContactIdentity, at: ContactOfChat['at']): boolean => identity.contact === at.contact && identity.account === at.account;
