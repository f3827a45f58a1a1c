// Adds the access token to what <img> and <video> ask for, which can send no headers themselves. The token stays in the
// page: it is asked for each time, so that nothing of it is kept here or stands in a URL.
const ASK_MS = 2000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const media = ['image', 'video', 'audio'].includes(request.destination);
  if (media && new URL(request.url).pathname.startsWith('/ws402/http/')) {
    event.respondWith(withToken(request, event.clientId));
  }
});

async function withToken(request, clientId) {
  const token = await tokenFor(request.url, clientId);
  const headers = new Headers();
  if (token) {
    headers.set('Authorization', `Bearer ${token}`);
  }
  const range = request.headers.get('Range');
  if (range) {
    headers.set('Range', range);
  }
  return fetch(request.url, { headers, mode: 'cors', credentials: 'omit', cache: 'no-store', signal: request.signal });
}

async function tokenFor(url, clientId) {
  const page = await self.clients.get(clientId);
  if (!page) {
    return null;
  }
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const late = setTimeout(() => resolve(null), ASK_MS);
    port1.onmessage = (answer) => {
      clearTimeout(late);
      resolve(answer.data);
    };
    page.postMessage({ tokenFor: url }, [port2]);
  });
}
