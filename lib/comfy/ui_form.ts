/** A link of the page's form: LiteGraph JSON, version 0.4. */
export type UiLink = [
  id: number,
  from: number,
  fromSlot: number,
  to: number,
  toSlot: number,
  type: string,
];

/** A socket of a node, also that of a linked widget. */
export interface UiInput {
  name: string;
  type: string;
  widget?: { name: string };
  link: number | null;
}

/** A node: place and size in px, widget values in the order of the page. */
export interface UiNode {
  id: number;
  type: string;
  pos: [number, number];
  size: [number, number];
  flags: Record<string, unknown>;
  order: number;
  mode: number;
  inputs: UiInput[];
  outputs: { name: string; type: string; links: number[] }[];
  title?: string;
  properties: Record<string, unknown>;
  widgets_values: unknown[];
  color?: string;
  bgcolor?: string;
}

/** A workflow as ComfyUI's page saves and loads it. */
export interface UiWorkflow {
  revision: number;
  last_node_id: number;
  last_link_id: number;
  nodes: UiNode[];
  links: UiLink[];
  groups: unknown[];
  config: Record<string, unknown>;
  extra: Record<string, unknown>;
  version: 0.4;
}
