import { Menu } from '@mantine/core';
import { Icon } from '../../../app/icon.tsx';
import classes from './bar.module.css';
import type { Finding } from './flow-api.ts';
import { useWords } from './texts/use-texts.ts';
import { sentenceOf } from './words.ts';

interface ProblemsProps {
  readonly findings: readonly Finding[];
  readonly labelOf: (node: string) => string;
  /** An empty name: the flow itself. */
  readonly onGo: (node: string) => void;
}

/** What was found, each a way to its step. */
export function Problems({ findings, labelOf, onGo }: ProblemsProps) {
  const words = useWords();
  const severity = findings.some((finding) => finding.severity === 'error') ? 'error' : findings.length > 0 ? 'warning' : 'none';
  return findings.length === 0 ? <span className={classes.problems} data-severity="none"><Icon name="circleCheck" size={15} />{words.bar.fine}</span> : (
    <Menu position="bottom-end" width={340}>
      <Menu.Target><button type="button" className={classes.problems} data-severity={severity}><Icon name="alert" size={15} />{words.bar.problems(findings.length)}</button></Menu.Target>
      <Menu.Dropdown className={classes.found}>
        <Menu.Label>{words.findings.title}</Menu.Label>
        {findings.map((finding) => (
          <Menu.Item key={`${finding.node} ${finding.code} ${finding.name ?? ''}`} leftSection={<i className={classes.dot} data-severity={finding.severity} />} onClick={() => onGo(finding.node)}>
            <span className={classes.where}>{finding.node === '' ? words.findings.flow : labelOf(finding.node)}</span>
            {sentenceOf(finding, words)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
