import { Button, Checkbox, createTheme, Drawer, Input, InputWrapper, mergeThemeOverrides, Modal, PasswordInput, Radio, SegmentedControl, Select, Switch, Textarea, TextInput, Tooltip } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple, MantineThemeOverride } from '@mantine/core';
import type { Texts } from '../i18n/en.ts';

const tupleOf = (token: string): MantineColorsTuple => [token, token, token, token, token, token, token, token, token, token];

/** Of what lies over the page: the heading of all that is on it. */
const title = { fontSize: 'var(--text-lg)', fontWeight: 'var(--weight-strong)', lineHeight: 'var(--leading-lg)' };

/** Mantine speaks our tokens: components keep their behaviour, the looks come from `clients/ui/tokens.css`. */
const theme = createTheme({
  primaryColor: 'accent',
  colors: {
    accent: tupleOf('var(--accent-fill)'),
    danger: tupleOf('var(--danger-fill)'),
    // What Mantine takes from its greys, in light and in dark: our tokens are pairs already.
    gray: ['var(--surface-0)', 'var(--surface-2)', 'var(--surface-3)', 'var(--line)', 'var(--line-strong)', 'var(--text-3)', 'var(--text-3)', 'var(--text-2)', 'var(--text-1)', 'var(--text-1)'],
    dark: ['var(--text-1)', 'var(--text-2)', 'var(--text-3)', 'var(--text-3)', 'var(--line-strong)', 'var(--surface-3)', 'var(--surface-2)', 'var(--surface-1)', 'var(--surface-0)', 'var(--surface-0)'],
  },
  white: 'var(--on-accent)',
  black: 'var(--text-1)',
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '11px', sm: '13px', md: '13px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  shadows: { xs: 'none', sm: 'var(--shadow-float)', md: 'var(--shadow-float)', lg: 'var(--shadow-float)', xl: 'var(--shadow-float)' },
  headings: { fontFamily: 'var(--font-sans)', fontWeight: '600', sizes: { h1: { fontSize: '20px', lineHeight: '28px' }, h2: { fontSize: '16px', lineHeight: '24px' }, h3: { fontSize: '13px', lineHeight: '20px' } } },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' }, styles: { root: { '--button-height-sm': '34px', '--button-padding-x-sm': '12px', '--button-height-xs': '28px', fontWeight: 500 } } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', radius: 'xs' }, styles: { labelWrapper: { '--label-fz': '13px', '--label-lh': '20px' }, body: { alignItems: 'center' } } }),
    Input: Input.extend({ styles: { wrapper: { '--input-height-sm': '34px' } } }),
    InputWrapper: InputWrapper.extend({ styles: { label: { marginBottom: 4, fontWeight: 500 }, description: { fontSize: '12px', lineHeight: '18px' } } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
    Radio: Radio.extend({ styles: { description: { marginTop: 0, paddingInlineStart: '12px', fontSize: '12px', lineHeight: '18px' } } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { withItemsBorders: false } }),
    Switch: Switch.extend({ defaultProps: { size: 'sm', withThumbIndicator: false }, styles: { labelWrapper: { '--label-fz': '13px', '--label-lh': '20px' }, description: { marginTop: 0, paddingInlineStart: '12px', fontSize: '12px', lineHeight: '18px' } } }),
    Select: Select.extend({ defaultProps: { size: 'sm' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'sm' } }),
    Drawer: Drawer.extend({ styles: { title } }),
    Modal: Modal.extend({ styles: { title }, defaultProps: { radius: 'lg', centered: true, transitionProps: { transition: 'fade', duration: 120 }, overlayProps: { color: 'var(--scrim)', backgroundOpacity: 1 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, transitionProps: { duration: 120 }, withArrow: false } }),
  },
});

/** The theme, and in the reader's language what Mantine itself would say in English. */
export const themeIn = ({ common }: Pick<Texts, 'common'>): MantineThemeOverride => mergeThemeOverrides(theme, {
  components: { PasswordInput: PasswordInput.extend({ defaultProps: { visibilityToggleButtonProps: { 'aria-label': common.showTyped } } }) },
});

const variables: Readonly<Record<string, string>> = {
  '--mantine-color-body': 'var(--surface-float)',
  '--mantine-color-text': 'var(--text-1)',
  '--mantine-color-bright': 'var(--text-1)',
  '--mantine-color-dimmed': 'var(--text-2)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-error': 'var(--danger-text)',
  '--mantine-color-default': 'var(--surface-float)',
  '--mantine-color-default-hover': 'var(--surface-2)',
  '--mantine-color-default-color': 'var(--text-1)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-disabled': 'var(--surface-2)',
  '--mantine-color-disabled-color': 'var(--text-3)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-color-gray-light': 'var(--surface-2)',
  '--mantine-color-gray-light-hover': 'var(--surface-3)',
  '--mantine-color-gray-light-color': 'var(--text-2)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  ...variablesOf('accent'),
  ...variablesOf('danger'),
};

function variablesOf(name: 'accent' | 'danger'): Record<string, string> {
  return {
    [`--mantine-color-${name}-filled`]: `var(--${name}-fill)`,
    [`--mantine-color-${name}-filled-hover`]: `var(--${name}-fill-hover)`,
    [`--mantine-color-${name}-light`]: `var(--${name}-soft)`,
    [`--mantine-color-${name}-light-hover`]: `var(--${name}-soft)`,
    [`--mantine-color-${name}-light-color`]: `var(--${name}-text)`,
    [`--mantine-color-${name}-outline`]: `var(--${name}-text)`,
    [`--mantine-color-${name}-outline-hover`]: `var(--${name}-soft)`,
    [`--mantine-color-${name}-text`]: `var(--${name}-text)`,
    [`--mantine-color-${name}-contrast`]: 'var(--on-accent)',
  };
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: { ...variables }, dark: { ...variables } });
