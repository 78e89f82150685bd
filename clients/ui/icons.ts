/** Line icons on a 24 px grid, as the `d` of one path: stroke 1.75, round caps and joins, no fill. Those that the widget uses: it loads all of them. */
export const icons = {
  alert: 'M12 4.5 3.5 19h17L12 4.5ZM12 10v4.5M12 16.8v.2',
  attach: 'm19 11.500-7 7a4.6 4.600 0 0 1-6.500-6.500l7.500-7.500a3 3 0 0 1 4.300 4.300l-7.400 7.400a1.500 1.500 0 0 1-2.100-2.100l6.700-6.700',
  bolt: 'M13 3.5 6 13.5h5.5L11 20.5l7-10h-5.5L13 3.5Z',
  check: 'm5.5 12.5 4.2 4.2L18.5 7.5',
  checkDouble: 'm2.5 12.5 4.2 4.2 8.8-9.2M11.5 15.5l1.2 1.2 8.8-9.2',
  chevronDown: 'm6.5 9.5 5.5 5.5 5.5-5.5',
  circleCheck: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM8.5 12.3l2.5 2.5 4.7-5.1',
  circleMinus: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM8.5 12h7',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 8v4.2l2.8 1.8',
  close: 'm6.5 6.5 11 11M17.5 6.5l-11 11',
  file: 'M7 3.500h7l4.500 4.500v12.500H7zM14 3.500V8h4.500',
  more: 'M5.5 12h.1M12 12h.1M18.5 12h.1',
  reply: 'M4 5.500h16V16h-8.500L7 19.500V16H4z',
  retry: 'M19 12a7 7 0 1 1-2.2-5.100M19 4v4h-4',
  send: 'M12 19V5.500M6 11.500l6-6 6 6',
  thumb: 'M8 11v8.5H4.5V11zM8 11l3.6-6.5a2.2 2.2 0 0 1 2.4 2.2V10h4.3a2 2 0 0 1 2 2.4l-1.1 5.5a2 2 0 0 1-2 1.6H8',
  user: 'M12 4.500a3.7 3.7 0 1 0 0 7.4 3.7 3.7 0 0 0 0-7.400ZM5 20c.6-3.6 3.3-5.4 7-5.400s6.4 1.8 7 5.4',
} as const;

export type IconName = keyof typeof icons;
