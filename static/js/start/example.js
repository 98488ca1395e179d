// The example video, fetched from the server and treated like a file of the analyst.

const NAME = "demo-camera.mp4";

/** @returns {Promise<File>} */
export async function exampleLoad() {
  const response = await fetch(`/demo/${NAME}`);
  if (!response.ok) throw new Error(`/demo/${NAME} answered ${response.status}`);
  return new File([await response.blob()], NAME, { type: "video/mp4", lastModified: 0 });
}
