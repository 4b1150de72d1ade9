/** The look: one family, four sizes, quiet neutrals, one accent. Light and dark come from the same tokens (see tokens.css). */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const accent: MantineColorsTuple = [
  '#eef1fd',
  '#e0e5fb',
  '#c3ccf7',
  '#a9b5f4',
  '#95a3f1',
  '#7686ea',
  '#5f70e2',
  '#4d5ed4',
  '#3f4ec0',
  '#353fa3',
]
const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#f0f1f4',
  '#e7e9ee',
  '#dadde4',
  '#c1c5cf',
  '#9a9fad',
  '#606575',
  '#494e5c',
  '#2f333e',
  '#191c24',
]
const dark: MantineColorsTuple = [
  '#e8e9ee',
  '#c6c9d3',
  '#a0a4b2',
  '#8d92a1',
  '#3a3e49',
  '#2b2e38',
  '#20232b',
  '#16181d',
  '#111317',
  '#0b0c0f',
]

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 8,
  autoContrast: true,
  luminanceThreshold: 0.35,
  respectReducedMotion: true,
  cursorType: 'pointer',
  colors: { accent, gray, dark },
  black: '#191c24',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.375rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.3' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  defaultRadius: 'md',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.45' },
      h4: { fontSize: '0.875rem', lineHeight: '1.45' },
      h5: { fontSize: '0.875rem', lineHeight: '1.45' },
      h6: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  shadows: {
    xs: '0 1px 2px rgb(16 18 27 / 0.06)',
    sm: '0 1px 3px rgb(16 18 27 / 0.08), 0 1px 2px rgb(16 18 27 / 0.05)',
    md: '0 6px 16px rgb(16 18 27 / 0.10), 0 2px 4px rgb(16 18 27 / 0.05)',
    lg: '0 12px 32px rgb(16 18 27 / 0.14), 0 4px 8px rgb(16 18 27 / 0.06)',
    xl: '0 20px 48px rgb(16 18 27 / 0.18), 0 6px 12px rgb(16 18 27 / 0.08)',
  },
  components: {
    Anchor: { defaultProps: { underline: 'always', className: 'link' } },
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 32 } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, events: { hover: true, focus: true, touch: true } } },
    // Drop-downs stay beside their field in the document, so that assistive technology finds them inside the page's landmarks.
    Select: { defaultProps: { comboboxProps: { withinPortal: false, shadow: 'md' }, checkIconPosition: 'right', allowDeselect: false } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end', withinPortal: false, withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { shadow: 'md', withinPortal: false } },
    // A dialog's head is no banner of the site, which is what assistive technology would else take it for.
    Modal: {
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.4 }, attributes: { header: { role: 'presentation' } } },
      styles: { title: { fontWeight: 600 } },
    },
    Table: { defaultProps: { verticalSpacing: 0, horizontalSpacing: 'sm' } },
    InputWrapper: { styles: { label: { marginBottom: 4, fontWeight: 500 }, description: { marginBottom: 5 }, error: { marginTop: 5 } } },
    Skeleton: { defaultProps: { radius: 'sm' } },
  },
})

/** Where Mantine's own choices miss our contrast or our calm, they are set here once. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': gray[6],
    '--mantine-color-placeholder': '#6d7282',
    '--mantine-color-error': '#b3202e',
    '--mantine-color-default-border': gray[3],
    '--mantine-color-anchor': accent[8],
  },
  dark: {
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': dark[3],
    '--mantine-color-error': '#ff9aa3',
    '--mantine-color-default-border': dark[4],
    '--mantine-color-anchor': accent[3],
  },
})
