"""Review reports (sơ kết, tổng kết): papers that draft themselves from what was filed, and keep what they said.

While it is being written, a number in a review is a question that is asked anew each time the page is opened. When
the review is issued, every answer is frozen with its sum, its sources and its moment; the paper and the frozen
answers never change afterwards, and what differs since is worked out beside them.

The text of a paper is Vietnamese whatever the language of the pages. This app owns no figures and no directives: it
asks ``figures`` and ``directives`` and writes down what they answered.
"""
