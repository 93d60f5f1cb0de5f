import { serve } from "{% static 'mobile/worker.js' %}";
serve({ version: "{{ version }}", page: "{% url 'phone' %}", api: "{% url 'api:me' %}".replace(/me$/, ""), files: [
{% for file in files %}  "{{ file }}",
{% endfor %}] });
