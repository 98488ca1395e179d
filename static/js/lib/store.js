// File handles kept in IndexedDB, so that a video can be opened again after a reload (Chromium only).
// Losing them loses a convenience, never data: every failure here means "no handle".

const DATABASE = "smartcut";
const HANDLES = "handles";

/**
 * @param {string} fingerprint of the file
 * @param {FileSystemFileHandle} handle
 * @returns {Promise<void>}
 */
export async function handleSave(fingerprint, handle) {
  await run("readwrite", (store) => store.put(handle, fingerprint)).catch(() => undefined);
}

/**
 * @param {string} fingerprint
 * @returns {Promise<FileSystemFileHandle | null>}
 */
export async function handleLoad(fingerprint) {
  const handle = await run("readonly", (store) => store.get(fingerprint)).catch(() => null);
  return handle ?? null;
}

/**
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} work
 * @returns {Promise<any>}
 */
async function run(mode, work) {
  const database = await databaseOpen();
  try {
    return await requestDone(work(database.transaction(HANDLES, mode).objectStore(HANDLES)));
  } finally {
    database.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function databaseOpen() {
  const opening = indexedDB.open(DATABASE, 1);
  opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore(HANDLES));
  return requestDone(opening);
}

/**
 * @param {IDBRequest} request
 * @returns {Promise<any>}
 */
function requestDone(request) {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}
