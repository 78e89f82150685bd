import { Menu } from '@mantine/core';
import { useState } from 'react';
import type { ContactIdentity } from '#wire/api.ts';
import { Icon } from '../../app/icon.tsx';
import { useChannelName } from '../../app/use-channel-name.ts';
import { BeginDialog } from './begin-dialog.tsx';
import { ChannelIcon } from './channel-icon.tsx';
import { identityAt, useContactOf } from './contacts-api.ts';
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
  const channelName = useChannelName();
  const { data: contact } = useContactOf(conversation);
  const [to, setTo] = useState<ContactIdentity | null>(null);
  if (contact === undefined || contact.identities.length < 2) return null;
  const here = identityAt(contact);
  const name = channelName(here);
  return (
    <>
      <Menu position="top-start" width={240} shadow="md">
        <Menu.Target>
          <button type="button" className={classes.goes} aria-label={words.goesBy(name)}>
            {here === undefined ? null : <ChannelIcon icon={here.channelIcon} size={14} />}{name}<Icon name="chevronDown" size={12} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {contact.identities.map((identity) => (
            <Menu.Item
              key={`${identity.account} ${identity.externalId}`} leftSection={<ChannelIcon icon={identity.channelIcon} size={14} />} disabled={identity === here}
              rightSection={identity === here ? <Icon name="check" size={14} /> : null} onClick={() => setTo(identity)}
            >
              {channelName(identity)}{identity === here ? ` · ${words.here}` : ''}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <BeginDialog contact={contact} from={{ conversation, account: contact.at.account, text }} to={to ?? undefined} opened={to !== null} onClose={() => setTo(null)} onSent={onSent} />
    </>
  );
}
