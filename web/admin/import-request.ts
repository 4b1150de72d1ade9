import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ImportReport } from '../../src/http/contract/admin.ts'
import { post } from '../parts/api.ts'

/** How a file is read. What is empty is found out by the server; a header's field is null where the column is left out. */
export interface ImportSettings {
  delimiter: string
  encoding: string
  mapping: Readonly<Record<string, string | null>>
}

export const automatic: ImportSettings = { delimiter: '', encoding: '', mapping: {} }

/** Sends the file as it is. A dry run tells what an import would do; the import itself does all of it or none. */
export function useImport() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ file, settings, dryRun }: { file: File; settings: ImportSettings; dryRun: boolean }) =>
      post<ImportReport>('/imports/users', new Blob([file], { type: 'text/csv' }), {
        query: {
          dryRun,
          delimiter: settings.delimiter,
          encoding: settings.encoding,
          mapping: Object.keys(settings.mapping).length === 0 ? '' : JSON.stringify(settings.mapping),
        },
      }),
    onSuccess: (report) => {
      if (!report.dryRun) void queries.invalidateQueries({ queryKey: ['rows'] })
    },
  })
}
