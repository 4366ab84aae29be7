import { get } from "./steps.ts";
import type { Scenario, Step, Upload } from "./types.ts";

// Two different pictures of one pixel.
export const black =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC";
export const white =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC";

export const upload = (name: string, form: Upload): Step => ({
  do: "http",
  method: "POST",
  path: "/upload/image",
  name,
  upload: form,
});
export const one = (picture: string, fields: Record<string, string> = {}): Upload => ({
  filename: "one.png",
  picture,
  fields: { subfolder: "{folder}", ...fields },
});

/** POST /upload/image. The subfolder is new in each run, so that no earlier upload shows. */
export const uploads: Scenario[] = [
  {
    name: "upload",
    about: "/upload/image: new, again, another under the same name, overwriting, other folders",
    steps: [
      upload("upload", one(black)),
      upload("the same again", one(black)),
      upload("another under the same name", one(white)),
      upload("that again", one(white)),
      upload("the first again", one(black)),
      upload("overwriting", one(white, { overwrite: "true" })),
      upload("overwriting, said as 1", one(black, { overwrite: "1" })),
      upload("overwriting, said as yes", one(white, { overwrite: "yes" })),
      upload("to temp", one(black, { type: "temp" })),
      upload("to output", one(black, { type: "output" })),
      upload("to no folder", one(black, { type: "nowhere", overwrite: "true" })),
      upload("no subfolder", {
        filename: "kgen-upload.png",
        picture: black,
        fields: { overwrite: "true" },
      }),
      get("/view?filename=one.png&type=input&subfolder={folder}", { name: "view" }),
      get("/view?filename=one%20(1).png&type=input&subfolder={folder}", {
        name: "view the second",
      }),
      get("/view?filename=one.png&type=temp&subfolder={folder}", { name: "view in temp" }),
    ],
  },
  {
    name: "upload-refused",
    about: "/upload/image: what leads out, has no name, or is no picture",
    steps: [
      upload("subfolder outside", one(black, { subfolder: "../kgen" })),
      upload("absolute subfolder", one(black, { subfolder: "/etc" })),
      upload("name outside", { ...one(black), filename: "../../kgen.png" }),
      upload("no image", { fields: { subfolder: "{folder}" } }),
      upload("image is a text", { fields: { image: "text" } }),
      upload("image under another name", { ...one(black), field: "file" }),
      { do: "http", method: "GET", path: "/upload/image" },
      { do: "http", method: "POST", path: "/upload/image", name: "JSON", json: {} },
    ],
  },
];
