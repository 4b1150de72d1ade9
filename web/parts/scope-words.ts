/** For whose users and cards something was granted, in words. Pure. */
export function scopeWords({ scope, unit }: { scope: 'all' | 'unit' | 'own'; unit: string | null }): string {
  if (scope === 'all') return 'everybody'
  return scope === 'unit' && unit !== null ? `unit ${unit} and those below it` : 'their own'
}
