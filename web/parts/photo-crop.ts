/** Which part of a picture becomes a photo, as the server cuts it: 35:45, from the largest part that fits down to what is still sharp enough. */
export interface Crop {
  /** How much smaller the part is than the largest that fits. */
  zoom: number
  /** Where it lies, from 0 at the left or the top to 1 at the right or the bottom. */
  x: number
  y: number
}

export interface Size {
  width: number
  height: number
}

export const wholePicture: Crop = { zoom: 1, x: 0.5, y: 0.5 }

const PROPORTION = 35 / 45
const SMALLEST = 240
const CLOSEST = 4

/** How far one may go closer before the part has too few pixels; 1 where not at all. */
export function closest({ width, height }: Size): number {
  return Math.max(1, Math.min(CLOSEST, Math.min(width, height * PROPORTION) / SMALLEST))
}

/** How large the whole picture is, where the part fills a frame of this size. */
export function shownSize(picture: Size, frame: Size, zoom: number): Size {
  const scale = Math.max(frame.width / picture.width, frame.height / picture.height) * zoom
  return { width: picture.width * scale, height: picture.height * scale }
}

/** The part after the picture was dragged by so much within the frame. */
export function dragged(crop: Crop, by: { x: number; y: number }, picture: Size, frame: Size): Crop {
  const shown = shownSize(picture, frame, crop.zoom)
  return {
    ...crop,
    x: moved(crop.x, by.x, shown.width - frame.width),
    y: moved(crop.y, by.y, shown.height - frame.height),
  }
}

/** Where there is no room to move, it stays where it is. */
const moved = (at: number, by: number, room: number): number => (room < 1 ? at : Math.min(1, Math.max(0, at - by / room)))
