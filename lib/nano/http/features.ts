/** The largest body that is read, in bytes. */
export const maxBody = 100 * 1024 * 1024;

/** What the server can do, as ComfyUI tells it at /features and in answer to a client's feature flags. */
export const features = {
  supports_preview_metadata: true,
  supports_model_type_tags: true,
  max_upload_size: maxBody,
  extension: { manager: { supports_v4: true } },
  node_replacements: true,
  assets: false,
};
