import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import type { RunAnswer } from '../../src/http/contract/command.ts'
import { newKey, post } from '../parts/api.ts'
import { runQuery } from './operator-queries.ts'

export interface Starting {
  useCase: string
  objects: string[]
}

/**
 * Starts a use case on objects, or on none for one that creates. Its run opens at an address of its own;
 * a refusal of all of them stays here, in `error`, and the page reads the state again.
 */
export function useCommand() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const here = useRouterState({ select: (state) => state.location.href })
  return useMutation({
    // What was said about the command before is over.
    onMutate: () => notifications.clean(),
    mutationFn: ({ useCase, objects }: Starting) => post<RunAnswer>(`/commands/${useCase}`, { objects }, { key: newKey() }),
    onSuccess: async (answer) => {
      queries.setQueryData(runQuery(answer.run.id).queryKey, answer)
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'tasks' || queryKey[0] === 'home' })
      await navigate({ to: '/operator/runs/$id', params: { id: answer.run.id }, state: { back: here } })
    },
    onError: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => ['object', 'offers', 'history', 'selection', 'rows'].includes(String(queryKey[0])),
      }),
  })
}
