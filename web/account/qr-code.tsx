import type { Authenticator } from '../../src/http/contract/account.ts'
import classes from './account.module.css'

/** A QR code, dark on light in both colour schemes, for not every camera reads it the other way round. */
export function QrCode({ qr, label }: { qr: Authenticator['qr']; label: string }) {
  const size = qr.modules + 8
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-4 -4 ${size} ${size}`}
      width={180}
      height={180}
      className={classes.qr}
      shapeRendering="crispEdges"
    >
      <rect x={-4} y={-4} width={size} height={size} fill="#fff" />
      {qr.squares.map(({ x, y, width }) => (
        <rect key={`${x} ${y}`} x={x} y={y} width={width} height={1} fill="#000" />
      ))}
    </svg>
  )
}
