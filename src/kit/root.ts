import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder Cardinal is installed in: the one with package.json.
 *
 * Files that are read while it runs (migrations, the database's worker, drawings, the built web pages) are named from here, so that
 * the same code finds them whether it runs from `src/` or, bundled, from `dist/`.
 */
export const root: string = folderWithPackageJson(dirname(fileURLToPath(import.meta.url)))

function folderWithPackageJson(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const above = dirname(folder)
  if (above === folder) throw new Error('Cardinal cannot find its installation folder: no package.json above its own code.')
  return folderWithPackageJson(above)
}
