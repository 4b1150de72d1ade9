import './trusted-types.ts'
import '@fontsource-variable/inter'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './parts/tokens.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem, whenSignedOut, whenTokenIsStale } from './parts/api.ts'
import { pageNonce } from './parts/page-nonce.ts'
import { ProveIdentity } from './parts/prove-identity.tsx'
import { wayToSignIn } from './parts/require-sign-in.ts'
import { cssVariables, theme } from './parts/theme.ts'
import { makeRouter } from './router.tsx'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server refused it will refuse again; only a lost connection is worth another try.
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
    },
  },
})
const router = makeRouter(queries)

whenSignedOut((problem) => {
  queries.removeQueries({ queryKey: ['me'] })
  const { href, pathname } = router.state.location
  if (!pathname.startsWith('/sign-in')) void router.navigate(wayToSignIn(problem, href))
})

// Nothing is sent again by itself: it may be somebody else who is signed in now, and the bar shows who.
whenTokenIsStale(() => void queries.invalidateQueries({ queryKey: ['me'] }))

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element #root')

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={pageNonce}>
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" limit={3} />
        <RouterProvider router={router} />
        <ProveIdentity />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
