/** What the /object_info entry of a class of ComfyUI's newer kind has beside what all have. */
export const newerInfo = {
  output_matchtypes: null,
  deprecated: false,
  experimental: false,
  dev_only: false,
  api_node: false,
  price_badge: null,
  search_aliases: null,
  essentials_category: null,
};
