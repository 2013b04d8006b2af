// Builds the console into console/dist; each page is its own chunk, so that the first script stays small.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The one default export of the console: Vite reads its settings no other way.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: "dist", emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, reportCompressedSize: true },
  server: { proxy: { "/api": "http://127.0.0.1:7878", "/login/": "http://127.0.0.1:7878" } },
});
