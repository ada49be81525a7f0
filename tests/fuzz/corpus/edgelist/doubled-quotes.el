soub,2,k,2024-03-01
"b"i*targb","direct":false}]},{"nodes": ""x""",c,0,,
