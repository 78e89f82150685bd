import { Menu, Tooltip } from '@mantine/core';
import { useLocation } from 'wouter';
import { useSlotsAt } from '../../api/slots.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { RailButton, RailPlace } from '../../app/rail-place.tsx';
import { useLayout } from '../../lib/use-layout.ts';

/** Pages that have a place of their own in the rail; the others share a menu. A phone's rail is narrow. */
const OWN_PLACES = 5;
const OWN_PLACES_ON_A_PHONE = 1;

export const pageAddress = ({ plugin, slot }: { readonly plugin: string; readonly slot: string }): string => `/plugins/${plugin}/${slot}`;

/** Pages of plugins, in the order of the list. */
export function RailPages() {
  const { texts, locale } = usePreferences();
  const [path, navigate] = useLocation();
  const pages = useSlotsAt('page');
  const stack = useLayout() === 'stack';
  const room = stack ? OWN_PLACES_ON_A_PHONE : OWN_PLACES;
  const own = pages.length <= room ? pages.length : room - 1;
  const others = pages.slice(own);
  return (
    <>
      {pages.slice(0, own).map((page) => <RailPlace key={pageAddress(page)} href={pageAddress(page)} icon={page.icon} label={page.title[locale]} here={path === pageAddress(page)} />)}
      {others.length === 0 ? null : (
        <Menu position={stack ? 'top' : 'right-end'} width={220}>
          <Menu.Target>
            <Tooltip label={texts.slots.morePages} position="right"><RailButton icon="more" label={texts.slots.morePages} here={others.some((page) => path === pageAddress(page))} /></Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((page) => <Menu.Item key={pageAddress(page)} leftSection={<Icon name={page.icon} size={16} />} onClick={() => navigate(pageAddress(page))}>{page.title[locale]}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
