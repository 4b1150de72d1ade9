import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** One build holds Sign-in, Operator and Admin; the apps and their heavy parts are chunks that load when opened. */
// Vite reads its configuration from the default export; nowhere else is one used.
export default defineConfig({
  root: 'web',
  plugins: [react()],
  // The server writes a fresh one in its place with each page; see src/http/web.ts.
  html: { cspNonce: 'CARDINAL_NONCE' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Nothing is inlined, so that the content security policy needs no `data:` for fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    // What three or more screens share is one file, so that a first load is ten requests and not forty.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', test: /node_modules|web[\\/]parts/, minShareCount: 3 }] } } },
  },
  server: {
    port: 4100,
    proxy: { '/api': { target: process.env.CARDINAL_API ?? 'http://127.0.0.1:4000' } },
  },
})
