// Shows the API's document; what is tried out from here carries the page's own sign-in.
const place = document.getElementById("swagger-ui");

SwaggerUIBundle({
  url: place.dataset.address,
  domNode: place,
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor: (request) => {
    request.headers["X-CSRFToken"] = place.dataset.token;
    return request;
  },
});
