import { NavLink } from '@mantine/core';
import { Link, useLocation } from 'wouter';
import { useSurroundings } from '../api/use-surroundings.js';
import { paths } from './paths.js';

const LEVELS = [
  { label: 'Settings', path: paths.settings },
  { label: 'Integrations', path: paths.integrations },
  { label: 'Extensions', path: paths.extensions },
] as const;

/** Where one can go. */
export function Navigation() {
  const [location] = useLocation();
  const { data } = useSurroundings();
  return (
    <nav aria-label="Main">
      {LEVELS.map(({ label, path }, level) => {
        const isHere = path === paths.extensions ? location.startsWith(path) : location === path;
        return (
          <NavLink
            key={path}
            component={Link}
            href={path}
            label={label}
            pl={12 + level * 16}
            active={isHere}
            variant="filled"
            aria-current={isHere ? 'page' : undefined}
          />
        );
      })}
      {data?.vendorIsLocal === true && (
        <NavLink
          component={Link}
          href={paths.developer}
          label="Developer"
          mt="md"
          active={location === paths.developer}
          variant="filled"
          aria-current={location === paths.developer ? 'page' : undefined}
        />
      )}
    </nav>
  );
}
