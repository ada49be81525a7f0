// Every reader of the register, and for each rule of docs/formats.md that is one for all of them a small input in its
// format, or why there is none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tertius::io {

/// A text that puts a rule to the test, or the reason why the rule is none of this format's.
struct RuleInput {
  std::string text{};
  std::string_view why_not{};
};

struct RuleReader {
  std::string_view format;
  /// Two connections of three members; "ë" somewhere. Empty for what is no text.
  std::string plain;
  /// Three connections of four members; {0}, {1} and {2} are their dates.
  RuleInput dates;
  /// The same with a weight of "2,5", which is two and a half.
  RuleInput decimals;
  /// Two graphs: a with b in the first, b with c in the second.
  RuleInput graphs;
  /// a and b are declared; a is connected with b, and with z.
  RuleInput undeclared;
  /// "ada" , "bo" are connected, and there is a third member.
  RuleInput blanks;
  /// a and b, whose two columns "role" say chair and host.
  RuleInput columns;
};

constexpr std::string_view one_graph = "its grammar has one graph a file";
constexpr std::string_view comma_is_a_separator =
    "commas separate its cells, or its numbers are those of a language";
constexpr std::string_view no_dates = "it states no dates";
constexpr std::string_view no_quotes = "its cells are not quoted, or a grammar says where quotes stand";
constexpr std::string_view no_columns = "it has no columns of attributes";
constexpr std::string_view named_by_use = "members are those that are named";
constexpr std::string_view numbered = "members are numbered: one beyond the last is no member";
constexpr std::string_view no_text = "it is no text";
constexpr std::string_view keyed =
    "its attributes are keys of a grammar; the same key again is a list, or the same";

inline std::vector<RuleReader> rule_readers() {
  const std::string xml_nodes = "<node id=\"a\"/>\n<node id=\"b\"/>\n";
  std::vector<RuleReader> all;
  for (const std::string_view binary : {"xlsx", "ods", "snapshot"})
    all.push_back({binary,
                   "",
                   {"", no_text},
                   {"", no_text},
                   {"", no_text},
                   {"", no_text},
                   {"", no_text},
                   {"", no_text}});
  all.push_back(
      {"graphml",
       "<graphml>\n<graph>\n<node id=\"Zoë\"/>\n<node id=\"Bo\"/>\n<node id=\"Cy\"/>\n"
       "<edge source=\"Zoë\" target=\"Bo\"/>\n<edge source=\"Bo\" target=\"Cy\"/>\n</graph>\n</graphml>\n",
       {"<graphml><key id=\"d\" for=\"edge\" attr.name=\"since\" attr.type=\"string\"/><graph><node "
        "id=\"a\"/><node "
        "id=\"b\"/><node id=\"c\"/><node id=\"d\"/><edge source=\"a\" target=\"b\"><data "
        "key=\"d\">{0}</data></edge>"
        "<edge source=\"b\" target=\"c\"><data key=\"d\">{1}</data></edge><edge source=\"c\" "
        "target=\"d\"><data "
        "key=\"d\">{2}</data></edge></graph></graphml>"},
       {"", comma_is_a_separator},
       {"<graphml><graph>" + xml_nodes +
        "<edge source=\"a\" target=\"b\"/></graph><graph><node id=\"b\"/><node "
        "id=\"c\"/><edge source=\"b\" target=\"c\"/></graph></graphml>"},
       {"<graphml><graph>" + xml_nodes +
        "<edge source=\"a\" target=\"b\"/><edge source=\"a\" target=\"z\"/></graph></graphml>"},
       {"", no_quotes},
       {"", keyed}});
  all.push_back(
      {"gexf",
       "<gexf>\n<graph>\n<nodes>\n<node id=\"Zoë\"/>\n<node id=\"Bo\"/>\n<node "
       "id=\"Cy\"/>\n</nodes>\n<edges>\n"
       "<edge source=\"Zoë\" target=\"Bo\"/>\n<edge source=\"Bo\" "
       "target=\"Cy\"/>\n</edges>\n</graph>\n</gexf>\n",
       {"<gexf><graph><attributes class=\"edge\"><attribute id=\"0\" title=\"since\" "
        "type=\"string\"/></attributes>"
        "<nodes><node id=\"a\"/><node id=\"b\"/><node id=\"c\"/><node id=\"d\"/></nodes><edges>"
        "<edge source=\"a\" target=\"b\"><attvalues><attvalue for=\"0\" value=\"{0}\"/></attvalues></edge>"
        "<edge source=\"b\" target=\"c\"><attvalues><attvalue for=\"0\" value=\"{1}\"/></attvalues></edge>"
        "<edge source=\"c\" target=\"d\"><attvalues><attvalue for=\"0\" value=\"{2}\"/></attvalues></edge>"
        "</edges></graph></gexf>"},
       {"", comma_is_a_separator},
       {"<gexf><graph><nodes>" + xml_nodes +
        "</nodes><edges><edge source=\"a\" target=\"b\"/></edges></graph><graph><nodes><node id=\"b\"/><node "
        "id=\"c\"/></nodes><edges><edge source=\"b\" target=\"c\"/></edges></graph></gexf>"},
       {"<gexf><graph><nodes>" + xml_nodes +
        "</nodes><edges><edge source=\"a\" target=\"b\"/><edge source=\"a\" "
        "target=\"z\"/></edges></graph></gexf>"},
       {"", no_quotes},
       {"", keyed}});
  all.push_back(
      {"gml",
       "graph [\nnode [\nid 1\nlabel \"Zoë\"\n]\nnode [\nid 2\nlabel \"Bo\"\n]\nnode [\nid 3\nlabel "
       "\"Cy\"\n]\n"
       "edge [\nsource 1\ntarget 2\n]\n# remark\nedge [\nsource 2\ntarget 3\n]\n]\n",
       {"graph [ node [ id 1 ] node [ id 2 ] node [ id 3 ] node [ id 4 ] edge [ source 1 target 2 since "
        "\"{0}\" ] "
        "edge [ source 2 target 3 since \"{1}\" ] edge [ source 3 target 4 since \"{2}\" ] ]\n"},
       {"", comma_is_a_separator},
       {"graph [ node [ id 1 label \"a\" ] node [ id 2 label \"b\" ] edge [ source 1 target 2 ] ]\n"
        "graph [ node [ id 1 label \"b\" ] node [ id 2 label \"c\" ] edge [ source 1 target 2 ] ]\n"},
       {"graph [ node [ id 1 label \"a\" ] node [ id 2 label \"b\" ] edge [ source 1 target 2 ] edge [ "
        "source 1 "
        "target 9 ] ]\n"},
       {"", no_quotes},
       {"", keyed}});
  all.push_back(
      {"pajek",
       "*Vertices 3\n1 \"Zoë\"\n2 \"Bo\"\n3 \"Cy\"\n*Edges\n1 2\n2 3\n",
       {"", no_dates},
       {"", comma_is_a_separator},
       {"*Network one\n*Vertices 2\n1 \"a\"\n2 \"b\"\n*Edges\n1 2\n*Network two\n*Vertices 2\n1 \"b\"\n2 "
        "\"c\"\n*Edges\n1 2\n"},
       {"", numbered},
       {"", no_quotes},
       {"", no_columns}});
  all.push_back({"dot",
                 "graph g {\n# remark\nZoë -- Bo\nBo -- Cy\n}\n",
                 {"graph { a -- b [since=\"{0}\"]; b -- c [since=\"{1}\"]; c -- d [since=\"{2}\"] }\n"},
                 {"", comma_is_a_separator},
                 {"graph one { a -- b }\ngraph two { b -- c }\n"},
                 {"", named_by_use},
                 {"", no_quotes},
                 {"", keyed}});
  all.push_back({"tgf",
                 "1 Zoë\n2 Bo\n3 Cy\n#\n1 2\n2 3\n",
                 {"", no_dates},
                 {"", comma_is_a_separator},
                 {"", one_graph},
                 {"1 a\n2 b\n#\n1 2\n1 z\n"},
                 {"", no_quotes},
                 {"", no_columns}});
  all.push_back(
      {"gdf",
       "nodedef>name VARCHAR\nZoë\nBo\nCy\nedgedef>node1 VARCHAR,node2 VARCHAR\nZoë,Bo\nBo,Cy\n",
       {"nodedef>name VARCHAR\na\nb\nc\nd\nedgedef>node1 VARCHAR,node2 VARCHAR,since "
        "VARCHAR\na,b,\"{0}\"\nb,c,\"{1}\"\nc,d,\"{2}\"\n"},
       {"", comma_is_a_separator},
       {"", one_graph},
       {"nodedef>name VARCHAR\na\nb\nedgedef>node1 VARCHAR,node2 VARCHAR\na,b\na,z\n"},
       {"nodedef>name VARCHAR\nada\nbo\ncy\nedgedef>node1 VARCHAR,node2 VARCHAR\n\"ada\" , \"bo\"\n"},
       {"nodedef>name VARCHAR,role VARCHAR,role VARCHAR\na,chair,host\nb,chair,host\nedgedef>node1 "
        "VARCHAR,node2 VARCHAR\na,b\n"}});
  all.push_back(
      {"vna",
       "*node data\nID\nZoë\nBo\nCy\n*tie data\nfrom to\nZoë Bo\nBo Cy\n",
       {"*node data\nID\na\nb\nc\nd\n*tie data\nfrom to strength since\na b 1 \"{0}\"\nb c 1 \"{1}\"\nc d 1 "
        "\"{2}\"\n"},
       {"*node data\nID\na\nb\nc\n*tie data\nfrom to strength\na b 2,5\nb c 1\n"},
       {"", one_graph},
       {"*node data\nID\na\nb\n*tie data\nfrom to\na b\na z\n"},
       {"*node data\nID\nada\nbo\ncy\n*tie data\nfrom, to\n\"ada\" , \"bo\"\n"},
       {"*node data\nID role role\na chair host\nb chair host\n*tie data\nfrom to\na b\n"}});
  all.push_back({"lgl",
                 "# Zoë\nBo\n# Bo\nCy\n",
                 {"", no_dates},
                 {"", comma_is_a_separator},
                 {"", one_graph},
                 {"", named_by_use},
                 {"", no_quotes},
                 {"", no_columns}});
  all.push_back({"dl",
                 "dl n=3 format=edgelist1\nlabels:\nZoë,Bo,Cy\ndata:\n1 2\n2 3\n",
                 {"", no_dates},
                 {"", comma_is_a_separator},
                 {"", one_graph},
                 {"", numbered},
                 {"", no_quotes},
                 {"", no_columns}});
  all.push_back({"matrix-market",
                 "%%MatrixMarket matrix coordinate pattern symmetric\n% Zoë\n3 3 2\n2 1\n3 2\n",
                 {"", no_dates},
                 {"", comma_is_a_separator},
                 {"", one_graph},
                 {"", numbered},
                 {"", no_quotes},
                 {"", no_columns}});
  all.push_back({"metis",
                 "% Zoë\n3 2\n2\n1 3\n2\n",
                 {"", no_dates},
                 {"", comma_is_a_separator},
                 {"", one_graph},
                 {"", numbered},
                 {"", no_quotes},
                 {"", no_columns}});
  all.push_back(
      {"kumu",
       "{\n\"elements\": [{\"label\": \"Zoë\"},\n{\"label\": \"Bo\"},\n{\"label\": "
       "\"Cy\"}],\n\"connections\": "
       "[{\"from\": \"Zoë\", \"to\": \"Bo\"},\n{\"from\": \"Bo\", \"to\": \"Cy\"}]}\n",
       {R"({"elements": [{"label": "a"}, {"label": "b"}, {"label": "c"}, {"label": "d"}], "connections": [
                 {"from": "a", "to": "b", "since": "{0}"}, {"from": "b", "to": "c", "since": "{1}"},
                 {"from": "c", "to": "d", "since": "{2}"}]})"},
       {"", comma_is_a_separator},
       {"", one_graph},
       {R"({"elements": [{"label": "a"}, {"label": "b"}], "connections": [
                 {"from": "a", "to": "b"}, {"from": "a", "to": "z"}]})"},
       {"", no_quotes},
       {"", keyed}});
  all.push_back({"apoc-json",
                 "{\"type\":\"node\",\"id\":\"0\",\"properties\":{\"name\":\"Zoë\"}}\n{\"type\":\"node\","
                 "\"id\":\"1\"}\n"
                 "{\"type\":\"node\",\"id\":\"2\"}\n{\"type\":\"relationship\",\"id\":\"0\",\"label\":\"K\","
                 "\"start\":{\"id\":"
                 "\"0\"},\"end\":{\"id\":\"1\"}}\n{\"type\":\"relationship\",\"id\":\"1\",\"label\":\"K\","
                 "\"start\":{\"id\":"
                 "\"1\"},\"end\":{\"id\":\"2\"}}\n",
                 {"{\"type\":\"node\",\"id\":\"a\"}\n{\"type\":\"node\",\"id\":\"b\"}\n{\"type\":\"node\","
                  "\"id\":\"c\"}\n"
                  "{\"type\":\"node\",\"id\":\"d\"}\n"
                  "{\"type\":\"relationship\",\"id\":\"0\",\"label\":\"K\",\"start\":{\"id\":\"a\"},\"end\":{"
                  "\"id\":\"b\"},"
                  "\"properties\":{\"since\":\"{0}\"}}\n"
                  "{\"type\":\"relationship\",\"id\":\"1\",\"label\":\"K\",\"start\":{\"id\":\"b\"},\"end\":{"
                  "\"id\":\"c\"},"
                  "\"properties\":{\"since\":\"{1}\"}}\n"
                  "{\"type\":\"relationship\",\"id\":\"2\",\"label\":\"K\",\"start\":{\"id\":\"c\"},\"end\":{"
                  "\"id\":\"d\"},"
                  "\"properties\":{\"since\":\"{2}\"}}\n"},
                 {"", comma_is_a_separator},
                 {"", one_graph},
                 {"{\"type\":\"node\",\"id\":\"a\"}\n{\"type\":\"node\",\"id\":\"b\"}\n"
                  "{\"type\":\"relationship\",\"id\":\"0\",\"label\":\"K\",\"start\":{\"id\":\"a\"},\"end\":{"
                  "\"id\":\"b\"}}\n"
                  "{\"type\":\"relationship\",\"id\":\"1\",\"label\":\"K\",\"start\":{\"id\":\"a\"},\"end\":{"
                  "\"id\":\"z\"}}\n"},
                 {"", no_quotes},
                 {"", keyed}});
  all.push_back(
      {"cytoscape",
       "{\"elements\": {\n\"nodes\": [{\"data\": {\"id\": \"Zoë\"}},\n{\"data\": {\"id\": "
       "\"Bo\"}},\n{\"data\": {\"id\": "
       "\"Cy\"}}],\n\"edges\": [{\"data\": {\"source\": \"Zoë\", \"target\": \"Bo\"}},\n{\"data\": "
       "{\"source\": \"Bo\", "
       "\"target\": \"Cy\"}}]}}\n",
       {R"({"elements": {"nodes": [{"data": {"id": "a"}}, {"data": {"id": "b"}}, {"data": {"id": "c"}},
       {"data": {"id": "d"}}], "edges": [{"data": {"source": "a", "target": "b", "since": "{0}"}},
       {"data": {"source": "b", "target": "c", "since": "{1}"}},
       {"data": {"source": "c", "target": "d", "since": "{2}"}}]}})"},
       {"", comma_is_a_separator},
       {"", one_graph},
       {R"({"elements": {"nodes": [{"data": {"id": "a"}}, {"data": {"id": "b"}}], "edges": [
       {"data": {"source": "a", "target": "b"}}, {"data": {"source": "a", "target": "z"}}]}})"},
       {"", no_quotes},
       {"", keyed}});
  all.push_back({"json-graph",
                 "{\"graph\": {\"directed\": false,\n\"nodes\": {\"Zoë\": {},\n\"Bo\": {},\n\"Cy\": "
                 "{}},\n\"edges\": [{\"source\": "
                 "\"Zoë\", \"target\": \"Bo\"},\n{\"source\": \"Bo\", \"target\": \"Cy\"}]}}\n",
                 {R"({"graph": {"nodes": {"a": {}, "b": {}, "c": {}, "d": {}}, "edges": [
       {"source": "a", "target": "b", "metadata": {"since": "{0}"}},
       {"source": "b", "target": "c", "metadata": {"since": "{1}"}},
       {"source": "c", "target": "d", "metadata": {"since": "{2}"}}]}})"},
                 {"", comma_is_a_separator},
                 {R"({"graphs": [{"nodes": {"a": {}, "b": {}}, "edges": [{"source": "a", "target": "b"}]},
       {"nodes": {"b": {}, "c": {}}, "edges": [{"source": "b", "target": "c"}]}]})"},
                 {R"({"graph": {"nodes": {"a": {}, "b": {}}, "edges": [{"source": "a", "target": "b"},
       {"source": "a", "target": "z"}]}})"},
                 {"", no_quotes},
                 {"", keyed}});
  all.push_back(
      {"graphology",
       "{\"nodes\": [{\"key\": \"Zoë\"},\n{\"key\": \"Bo\"},\n{\"key\": \"Cy\"}],\n\"edges\": [{\"key\": "
       "\"0\", "
       "\"source\": \"Zoë\", \"target\": \"Bo\"},\n{\"key\": \"1\", \"source\": \"Bo\", \"target\": "
       "\"Cy\"}]}\n",
       {R"({"nodes": [{"key": "a"}, {"key": "b"}, {"key": "c"}, {"key": "d"}], "edges": [
       {"key": "0", "source": "a", "target": "b", "attributes": {"since": "{0}"}},
       {"key": "1", "source": "b", "target": "c", "attributes": {"since": "{1}"}},
       {"key": "2", "source": "c", "target": "d", "attributes": {"since": "{2}"}}]})"},
       {"", comma_is_a_separator},
       {"", one_graph},
       {R"({"nodes": [{"key": "a"}, {"key": "b"}], "edges": [{"key": "0", "source": "a", "target": "b"},
       {"key": "1", "source": "a", "target": "z"}]})"},
       {"", no_quotes},
       {"", keyed}});
  all.push_back(
      {"node-link",
       "{\"nodes\": [{\"id\": \"Zoë\"},\n{\"id\": \"Bo\"},\n{\"id\": \"Cy\"}],\n\"links\": [{\"source\": "
       "\"Zoë\", \"target\": \"Bo\"},\n{\"source\": \"Bo\", \"target\": \"Cy\"}]}\n",
       {R"({"nodes": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}], "links": [
                 {"source": "a", "target": "b", "since": "{0}"}, {"source": "b", "target": "c", "since": "{1}"},
                 {"source": "c", "target": "d", "since": "{2}"}]})"},
       {"", comma_is_a_separator},
       {"", one_graph},
       {R"({"nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": "a", "target": "b"},
                 {"source": "a", "target": "z"}]})"},
       {"", no_quotes},
       {"", keyed}});
  all.push_back(
      {"apoc-csv",
       "_id,_labels,name,_start,_end,_type\n0,,Zoë,,,\n1,,,,,\n2,,,,,\n,,,0,1,K\n,,,1,2,K\n",
       {"_id,_labels,_start,_end,_type,since\na,,,,,\nb,,,,,\nc,,,,,\nd,,,,,\n,,a,b,K,\"{0}\"\n,,b,c,K,\"{1}"
        "\"\n,,c,d,K,\"{2}\"\n"},
       {"_id;_labels;_start;_end;_type;weight\na;;;;;\nb;;;;;\nc;;;;;\n;;a;b;K;2,5\n;;b;c;K;1\n"},
       {"", one_graph},
       {"_id,_labels,_start,_end,_type\na,,,,\nb,,,,\n,,a,b,K\n,,a,z,K\n"},
       {"_id,_labels,_start,_end,_type\nada,,,,\nbo,,,,\ncy,,,,\n,, \"ada\" , \"bo\" ,K\n"},
       {"_id,_labels,role,role,_start,_end,_type\na,,chair,host,,,\nb,,chair,host,,,\n,,,,a,b,K\n"}});
  all.push_back({"neo4j",
                 ":START_ID,:END_ID,:TYPE\nZoë,Bo,K\nBo,Cy,K\n",
                 {":START_ID,:END_ID,since\na,b,\"{0}\"\nb,c,\"{1}\"\nc,d,\"{2}\"\n"},
                 {":START_ID;:END_ID;weight:double\na;b;2,5\nb;c;1\n"},
                 {"", one_graph},
                 {"", "nodes are declared by another file: the test of folders"},
                 {":START_ID,:END_ID\n\"ada\" , \"bo\"\n\"bo\" , \"cy\"\n"},
                 {":ID,role,role\na,chair,host\nb,chair,host\n"}});
  all.push_back(
      {"gephi",
       "Source,Target,Type\nZoë,Bo,Undirected\nBo,Cy,Undirected\n",
       {"Source,Target,Type,since\na,b,Undirected,\"{0}\"\nb,c,Undirected,\"{1}\"\nc,d,Undirected,\"{2}\"\n"},
       {"Source;Target;Type;Weight\na;b;Undirected;2,5\nb;c;Undirected;1\n"},
       {"", one_graph},
       {"", "nodes are declared by another file: the test of folders"},
       {"Source,Target,Type\n\"ada\" , \"bo\" , Undirected\n\"bo\" , \"cy\" , Undirected\n"},
       {"Id,Label,role,role\na,,chair,host\nb,,chair,host\n"}});
  all.push_back({"csv",
                 "source,target\nZoë,Bo\nBo,Cy\n",
                 {"source,target,since\na,b,\"{0}\"\nb,c,\"{1}\"\nc,d,\"{2}\"\n"},
                 {"source;target;weight\na;b;2,5\nb;c;1\n"},
                 {"", one_graph},
                 {"", "members are declared by another file: the test of folders"},
                 {"source,target\n\"ada\" , \"bo\"\n\"bo\" , \"cy\"\n"},
                 {"", "members are declared by another file: the reader \"members\""}});
  all.push_back({"edgelist",
                 "Zoë Bo\nBo Cy\n",
                 {"source;target;weight;since\na;b;1;\"{0}\"\nb;c;1;\"{1}\"\nc;d;1;\"{2}\"\n"},
                 {"a;b;2,5\nb;c;1\n"},
                 {"", one_graph},
                 {"", named_by_use},
                 {"\"ada\" , \"bo\"\n\"bo\" , \"cy\"\n"},
                 {"", no_columns}});
  all.push_back({"adjacency",
                 "Zoë Bo\nBo Cy\n",
                 {"", no_dates},
                 {"", "it has no weights"},
                 {"", one_graph},
                 {"", named_by_use},
                 {"\"ada\" , \"bo\"\n\"bo\" , \"cy\"\n"},
                 {"", no_columns}});
  all.push_back({"multiline",
                 "Zoë 1\nBo\nBo 1\nCy\nCy 0\n",
                 {"a 1\nb {'since': '{0}'}\nb 1\nc {'since': '{1}'}\nc 1\nd {'since': '{2}'}\nd 0\n"},
                 {"", comma_is_a_separator},
                 {"", one_graph},
                 {"", named_by_use},
                 {"", no_quotes},
                 {"", no_columns}});
  all.push_back(
      {"matrix",
       ",Zoë,Bo,Cy\nZoë,0,1,0\nBo,1,0,1\nCy,0,1,0\n",
       {"", no_dates},
       {";a;b;c\na;0;2,5;0\nb;2,5;0;1\nc;0;1;0\n"},
       {"", one_graph},
       {"", named_by_use},
       {",\"ada\" , \"bo\" , \"cy\"\n\"ada\" , 0 , 1 , 0\n\"bo\" , 1 , 0 , 0\n\"cy\" , 0 , 0 , 0\n"},
       {"", no_columns}});
  all.push_back({"incidence",
                 ",Gala,Film\nZoë,1,0\nBo,1,1\nCy,0,1\n",
                 {"", "its dates are of events: the test of affiliations"},
                 {"", "it has no weights"},
                 {"", one_graph},
                 {"", named_by_use},
                 {",\"Gala\" , \"Film\"\n\"ada\" , 1 , 0\n\"bo\" , 1 , 0\n\"cy\" , 0 , 1\n\"dee\" , 0 , 1\n"},
                 {"", "columns are events"}});
  all.push_back({"gatherings",
                 "Gala: Zoë, Bo\nFilm: Bo, Cy\nTag: Zoë, Cy\n",
                 {"", "its dates are of events: the test of affiliations"},
                 {"", "it has no weights"},
                 {"", one_graph},
                 {"", named_by_use},
                 {"", no_quotes},
                 {"", no_columns}});
  all.push_back(
      {"attendance",
       "member,group\nZoë,Gala\nBo,Gala\nBo,Film\nCy,Film\n",
       {"", "its dates are of events: the test of affiliations"},
       {"", "it has no weights"},
       {"", one_graph},
       {"", named_by_use},
       {"member,group\n\"ada\" , \"Gala\"\n\"bo\" , \"Gala\"\n\"cy\" , \"Film\"\n\"dee\" , \"Film\"\n"},
       {"", "it says nothing of members"}});
  all.push_back({"members",
                 "id,name\n1,Zoë\n2,Bo\n3,Cy\n",
                 {"", no_dates},
                 {"", "its numbers are attributes: the test of attributes"},
                 {"", one_graph},
                 {"", "it declares them"},
                 {"", "it has no connections"},
                 {"id,role,role\na,chair,host\nb,chair,host\n"}});
  return all;
}

}  // namespace tertius::io
