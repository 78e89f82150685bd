/** Icons that only the console uses, drawn as those of `icons.ts`; apart from them because the widget has no use for these. */
export const consoleIcons = {
  download: 'M12 4.500v10.500M7.5 11l4.5 4.500 4.5-4.500M5 19.500h14',
  trash: 'M4.5 7h15M9.5 7V4.500h5V7M6.5 7l.8 12.500h9.400L17.5 7M10.2 10.500v5.500M13.8 10.500v5.500',
  upload: 'M12 15.500V5M7.5 9 12 4.500 16.5 9M5 19.500h14',
} as const;

export type ConsoleIcon = keyof typeof consoleIcons;
