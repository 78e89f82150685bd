/** The snippet of a website: an asynchronous loader that then calls `parlorSDK.run`. */
export const embedCode = (baseUrl: string, token: string): string => `<script>
  (function (d, t) {
    var base = ${JSON.stringify(baseUrl.replace(/\/$/u, ''))};
    var script = d.createElement(t);
    script.src = base + '/widget/loader.js';
    script.async = true;
    script.onload = function () {
      window.parlorSDK.run({ websiteToken: ${JSON.stringify(token)}, baseUrl: base });
    };
    d.head.appendChild(script);
  })(document, 'script');
</script>`;
