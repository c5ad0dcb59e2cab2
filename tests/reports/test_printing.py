import pytest
from PIL import Image

from port2port.pure.images import PictureRefusedError, strip_metadata
from port2port.reports.printing import pdf_of
from tests.pure.test_images import jpeg


def test_a_photo_that_is_cut_off_is_refused_also_after_a_page_was_printed():
    pdf_of("<p>Paper</p>")

    with pytest.raises(PictureRefusedError):
        strip_metadata(jpeg()[:400], "image/jpeg")

    assert Image.MAX_IMAGE_PIXELS is not None
