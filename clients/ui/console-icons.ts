/** Icons that only the console uses, drawn as those of `icons.ts`; apart from them because the widget has no use for these. */
export const consoleIcons = {
  download: 'M12 4.500v10.500M7.5 11l4.5 4.500 4.5-4.500M5 19.500h14',
  trash: 'M4.5 7h15M9.5 7V4.500h5V7M6.5 7l.8 12.500h9.400L17.5 7M10.2 10.500v5.500M13.8 10.500v5.500',
  upload: 'M12 15.500V5M7.5 9 12 4.500 16.5 9M5 19.500h14',
  wechat: 'M9.3 4.500c-3.700 0-6.800 2.500-6.800 5.600 0 1.800 1 3.400 2.600 4.400L4.400 17l2.800-1.500M15.600 9.200c3.200 0 5.900 2.100 5.900 4.800 0 1.500-.9 2.900-2.200 3.800l.6 2.200-2.500-1.300c-.6.1-1.200.2-1.800.2-3.300 0-5.900-2.200-5.900-4.900s2.600-4.800 5.900-4.800ZM7.200 8.700v.2M11.600 7.700v.2M13.700 13v.2M17.600 13v.2',
} as const;

export type ConsoleIcon = keyof typeof consoleIcons;
