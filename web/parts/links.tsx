/** Mantine's controls as links of the router: typed addresses, preloaded on hover. */
import { Anchor, type AnchorProps, Button, type ButtonProps, Menu, type MenuItemProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import { type AnchorHTMLAttributes, forwardRef } from 'react'

type Native<Props> = Props & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props>

export const TextLink = createLink(forwardRef<HTMLAnchorElement, Native<AnchorProps>>((props, ref) => <Anchor ref={ref} {...props} />))

export const ButtonLink = createLink(
  forwardRef<HTMLAnchorElement, Native<ButtonProps>>((props, ref) => <Button component="a" ref={ref} {...props} />),
)

export const MenuLink = createLink(
  forwardRef<HTMLAnchorElement, Native<MenuItemProps>>((props, ref) => <Menu.Item component="a" ref={ref} {...props} />),
)
